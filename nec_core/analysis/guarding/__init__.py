"""Guards by what they look at: the groups that are compared, who the patients are, how they were watched."""
