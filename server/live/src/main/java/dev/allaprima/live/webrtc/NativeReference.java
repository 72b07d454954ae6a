package dev.allaprima.live.webrtc;

import dev.onvoid.webrtc.internal.NativeObject;
import dev.onvoid.webrtc.internal.RefCountedObject;
import java.lang.reflect.Field;

/**
 * The reference that webrtc-java holds on the native half of a connection or a sender. The library
 * takes one when it wraps such an object and has no call that gives it back, so that each
 * connection would leave its native half behind. To be made before the object is closed, which
 * forgets its native half, and released after that.
 */
final class NativeReference extends RefCountedObject {
  private static final Field HANDLE = handle();

  NativeReference(NativeObject object) {
    try {
      HANDLE.setLong(this, address(object));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where the native half of the object lies. */
  static long address(NativeObject object) {
    try {
      return HANDLE.getLong(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field handle() {
    try {
      Field field = NativeObject.class.getDeclaredField("nativeHandle");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("this version of webrtc-java keeps its handles otherwise", e);
    }
  }
}
