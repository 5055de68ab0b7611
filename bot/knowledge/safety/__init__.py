"""Signs, rules, wordings and emergency numbers of the safety gate."""
