"""What every channel says of an alert."""
