"""Who the patients are, how they were treated and followed, and what became of every row: only numbers."""
