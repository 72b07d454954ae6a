/** Who may do what: roles and their tokens, for HTTP and RTSP alike. */
package dev.allaprima.live.access;
