"""MP: money and the spending plan."""
