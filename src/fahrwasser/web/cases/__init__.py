"""The transactional shell around `core.bpmn`: only this app moves a case."""
