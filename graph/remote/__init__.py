"""Another SPARQL 1.1 server in place of the built-in store: asked over HTTP, loaded by the Graph Store Protocol."""
