"""Portals of genomics: cBioPortal, GDC and TCGA, ICGC, Xena."""
