"""How money is shown: amounts in capitals, the strip of bands, a route with its people, classes by name."""
