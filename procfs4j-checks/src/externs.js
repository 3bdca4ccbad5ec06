/**
 * @fileoverview What the scripts of the page use and do not define, besides the browser's own.
 * @externs
 */

/** @constructor */
function uPlot(options, data, parent) {}
