"""What happened to the patients, in its order: lanes, treatments one after the other, first sites of progression."""
