"""What all areas of the web share: the request type, who a page is for, errors, the shell."""
