"""What the templates of the review may say beside the frame's own words."""
