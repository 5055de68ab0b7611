"""The worker that takes turns for people, and the alarm that wakes it."""
