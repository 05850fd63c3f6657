"""Which columns could tell who a patient is: by their headers, and by what their cells are."""
