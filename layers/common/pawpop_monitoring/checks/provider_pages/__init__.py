"""The providers' public status pages: read beside the checks, told beside alerts, and never an alert of their own."""
