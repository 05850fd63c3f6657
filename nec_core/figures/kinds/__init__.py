"""The kinds of picture, a file each: its words and its layout. `nec_core.export.pictures` is their register."""
