/**
 * RTSP 1.0 (RFC 2326): publishers announce and record, players describe and play. Netty frames and
 * parses the messages; FFmpeg packs and unpacks RTP (RFC 3550). A session lives on one TCP
 * connection and ends with it.
 */
package dev.allaprima.live.rtsp;
