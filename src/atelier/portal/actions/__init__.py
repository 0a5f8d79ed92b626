"""What the portal can do: each function with a public name is an action of CKAN's API."""
