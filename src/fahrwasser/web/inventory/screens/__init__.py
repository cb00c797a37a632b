"""Input objects: one for each form of the record."""

from .handover import HORIZON_NAMES, PIECES, RISK_NAMES, LinkScreen, Piece, PieceScreen
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
    "HORIZON_NAMES",
    "OPERATION_NAMES",
    "ORIGIN_NAMES",
    "PIECES",
    "RISK_NAMES",
    "STATE_NAMES",
    "CapabilityScreen",
    "ErrandScreen",
    "FigureScreen",
    "LinkScreen",
    "MaturityScreen",
    "Piece",
    "PieceScreen",
    "PostsScreen",
    "ServiceFilter",
    "ServiceScreen",
    "SharesScreen",
    "SoloTaskScreen",
    "SystemScreen",
]
