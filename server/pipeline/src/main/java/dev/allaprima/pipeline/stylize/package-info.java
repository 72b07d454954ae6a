/** The stage that paints: a style's network, run by ONNX Runtime on one device. */
package dev.allaprima.pipeline.stylize;
