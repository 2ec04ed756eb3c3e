"""Who may take part in what, on a day: verdicts with reasons from dated facts and rules."""
