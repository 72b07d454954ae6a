/**
 * What a live stream is made of between its camera and its viewers: the slot that holds the newest
 * frame, the painter that takes it, the brushes it paints with, what is counted, and the names that
 * streams go by. Knows neither WebRTC nor HTTP.
 */
package dev.allaprima.live.stream;
