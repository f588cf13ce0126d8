"""Read the files of reference managers (BibTeX, RIS, CSL-JSON) into rows of resources."""
