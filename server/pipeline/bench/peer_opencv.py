"""Paints a clip with OpenCV's dnn module: the peer that allaprima's file jobs are compared with."""

import cv2
import numpy

import clip
import johnson

given = clip.arguments()
cv2.setNumThreads(given.threads)


def load(width, height):
    network = cv2.dnn.readNetFromONNX(
        johnson.rgb_model(given.model, height, width).SerializeToString())

    def paint(frame):
        network.setInput(cv2.dnn.blobFromImage(frame))
        styled = network.forward()[0].transpose(1, 2, 0)
        return numpy.ascontiguousarray(numpy.rint(styled.clip(0, 255)).astype(numpy.uint8))

    return paint


clip.paint(given, load, cv2.__version__)
