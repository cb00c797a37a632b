"""Service packages `leistungspaket/1`: one folder that describes a service, read, checked, compiled and tried out."""
