"""目标: what a department promises with its budget: plan, projects, indicators, spending plan."""
