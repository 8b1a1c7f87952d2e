"""资产: asset cards, stocktake, transfer, disposal, long promises; what was bought stays known until it is written off."""
