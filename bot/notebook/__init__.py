"""What a notebook holds: facts (FHIR names), where they come from, and how they change."""
