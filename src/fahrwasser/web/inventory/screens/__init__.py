"""Input objects: one for each form of the record."""

from .things import (
    BAND_NAMES,
    OPERATION_NAMES,
    STATE_NAMES,
    CapabilityScreen,
    ErrandScreen,
    PostsScreen,
    SoloTaskScreen,
    SystemScreen,
)
from .values import (
    CHANNEL_NAMES,
    ORIGIN_NAMES,
    FigureScreen,
    MaturityScreen,
    ServiceFilter,
    ServiceScreen,
    SharesScreen,
)

__all__ = [
    "BAND_NAMES",
    "CHANNEL_NAMES",
    "OPERATION_NAMES",
    "ORIGIN_NAMES",
    "STATE_NAMES",
    "CapabilityScreen",
    "ErrandScreen",
    "FigureScreen",
    "MaturityScreen",
    "PostsScreen",
    "ServiceFilter",
    "ServiceScreen",
    "SharesScreen",
    "SoloTaskScreen",
    "SystemScreen",
]
