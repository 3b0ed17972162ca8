"""The tile map of the region (方格示意图): which square stands where; a drawing of nothing, so it needs no approved map."""
