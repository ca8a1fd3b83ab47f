/* Places on the screen, in cells. */
#pragma once

#include <stdbool.h>

struct size {
	int rows, cols;
};

/* Empty when rows or cols is 0. */
struct rect {
	int row, col, rows, cols;
};

static inline bool rect_holds(struct rect rect, int row, int col)
{
	return row >= rect.row && row < rect.row + rect.rows && col >= rect.col &&
	       col < rect.col + rect.cols;
}
