"""A regression model of an endpoint: its rows, and what they say of the model beside its estimates."""
