"""What assets are written as: workbooks."""
