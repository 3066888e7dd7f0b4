"""Recording without network: the page that opens anyway, what it shows, and what it sends later."""
