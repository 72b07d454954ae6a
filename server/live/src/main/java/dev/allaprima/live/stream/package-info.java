/**
 * What a live stream is made of between its camera and its viewers: the slot that holds the newest
 * frame for the engine, the brushes that it is painted with, what is counted, and the names that
 * streams go by. Knows neither WebRTC nor HTTP.
 */
package dev.allaprima.live.stream;
