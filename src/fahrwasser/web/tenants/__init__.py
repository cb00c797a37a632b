"""Municipalities and the wall between them: TenantModel, row-level security, the request's municipality."""
