"""Cox's model and Firth's."""
