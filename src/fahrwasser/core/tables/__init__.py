"""Tables from outside and for outside: CSV and Excel files as cells with places. Nothing is ever calculated."""
