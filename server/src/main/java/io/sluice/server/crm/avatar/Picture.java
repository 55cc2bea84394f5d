package io.sluice.server.crm.avatar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the first bytes of a picture say it is. Nothing is unpacked here: the size it would have when somebody's browser
 * unpacks it stands in its header, and is bound by {@link #fits}.
 */
record Picture(Format format, int width, int height) {

  static final int MAX_SIDE_PIXELS = 8_192;
  static final long MAX_PIXELS = 40_000_000;

  enum Format {
    PNG("image/png", "png"), JPEG("image/jpeg", "jpg"), WEBP("image/webp", "webp");

    private final String mediaType;
    private final String extension;

    Format(String mediaType, String extension) {
      this.mediaType = mediaType;
      this.extension = extension;
    }

    String mediaType() {
      return mediaType;
    }

    String extension() {
      return extension;
    }

    static Optional<Format> of(String mediaType) {
      return Arrays.stream(values()).filter(format -> format.mediaType.equals(mediaType)).findFirst();
    }
  }

  boolean fits() {
    return width > 0 && height > 0 && width <= MAX_SIDE_PIXELS && height <= MAX_SIDE_PIXELS
        && (long) width * height <= MAX_PIXELS;
  }

  /** Empty for whatever is none of the three, or too short to have a size. */
  static Optional<Picture> read(byte[] bytes) {
    Header header = new Header(bytes);
    return Optional.ofNullable(header.isPng() ? header.png()
        : header.isJpeg() ? header.jpeg() : header.isWebp() ? header.webp() : null);
  }

  private record Header(byte[] bytes) {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    boolean isPng() {
      return bytes.length >= 24 && Arrays.equals(bytes, 0, 8, PNG, 0, 8) && text(12, "IHDR");
    }

    Picture png() {
      return new Picture(Format.PNG, (int) big(16, 4), (int) big(20, 4));
    }

    boolean isJpeg() {
      return bytes.length >= 4 && big(0, 2) == 0xffd8 && at(2) == 0xff;
    }

    /** From segment to segment until the one that begins a frame. */
    @Nullable Picture jpeg() {
      int at = 2;
      while (at + 9 <= bytes.length && at(at) == 0xff) {
        int marker = at(at + 1);
        if (marker == 0xff) { // a filling byte
          at++;
        } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
          return new Picture(Format.JPEG, (int) big(at + 7, 2), (int) big(at + 5, 2));
        } else if (marker == 0x01 || marker >= 0xd0 && marker <= 0xd7) { // without a length
          at += 2;
        } else {
          int length = (int) big(at + 2, 2);
          if (marker == 0xd9 || marker == 0xda || length < 2) {
            return null;
          }
          at += 2 + length;
        }
      }
      return null;
    }

    boolean isWebp() {
      return bytes.length >= 30 && text(0, "RIFF") && text(8, "WEBP");
    }

    @Nullable Picture webp() {
      if (text(12, "VP8X")) {
        return new Picture(Format.WEBP, (int) little(24, 3) + 1, (int) little(27, 3) + 1);
      }
      if (text(12, "VP8L") && at(20) == 0x2f) {
        long size = little(21, 4);
        return new Picture(Format.WEBP, (int) (size & 0x3fff) + 1, (int) (size >> 14 & 0x3fff) + 1);
      }
      if (text(12, "VP8 ") && big(23, 3) == 0x9d012a) {
        return new Picture(Format.WEBP, (int) little(26, 2) & 0x3fff, (int) little(28, 2) & 0x3fff);
      }
      return null;
    }

    private boolean text(int from, String expected) {
      byte[] text = expected.getBytes(StandardCharsets.US_ASCII);
      return bytes.length >= from + text.length && Arrays.equals(bytes, from, from + text.length, text, 0, text.length);
    }

    private int at(int index) {
      return bytes[index] & 0xff;
    }

    private long big(int from, int count) {
      long number = 0;
      for (int i = 0; i < count; i++) {
        number = number << 8 | at(from + i);
      }
      return number;
    }

    private long little(int from, int count) {
      long number = 0;
      for (int i = count - 1; i >= 0; i--) {
        number = number << 8 | at(from + i);
      }
      return number;
    }
  }
}
