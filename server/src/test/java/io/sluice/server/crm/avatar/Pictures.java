package io.sluice.server.crm.avatar;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures of any size, drawn here. */
public final class Pictures {

  private Pictures() {}

  public static byte[] png(int width, int height) {
    return drawn("png", width, height);
  }

  static byte[] jpeg(int width, int height) {
    return drawn("jpg", width, height);
  }

  private static byte[] drawn(String format, int width, int height) {
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A PNG that says of itself that it is so large; nobody could store what it unpacks to. */
  static byte[] pngThatSays(int width, int height) {
    byte[] png = png(1, 1);
    ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
    return png;
  }

  /** Headers only, in the three forms there are. @param form {@code VP8 }, {@code VP8L} or {@code VP8X} */
  static byte[] webp(String form, int width, int height) {
    ByteBuffer file = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(32).put("WEBP".getBytes(StandardCharsets.US_ASCII));
    file.put(form.getBytes(StandardCharsets.US_ASCII)).putInt(20);
    switch (form) {
      case "VP8 " -> file.put(23, (byte) 0x9d).put(24, (byte) 1).put(25, (byte) 0x2a)
          .putShort(26, (short) width).putShort(28, (short) height);
      case "VP8L" -> file.put(20, (byte) 0x2f).putInt(21, width - 1 | height - 1 << 14);
      case "VP8X" -> file.putInt(24, width - 1).put(27, (byte) (height - 1)).put(28, (byte) (height - 1 >> 8));
      default -> throw new IllegalArgumentException(form);
    }
    return file.array();
  }

  /** A request's body. @param owner {@code "user_id": 1}, say */
  public static String json(String owner, byte[] picture, String type) {
    return "{%s, \"avatar_base64\": \"%s\", \"name\": \"../../me\", \"type\": \"%s\"}"
        .formatted(owner, Base64.getEncoder().encodeToString(picture), type);
  }
}
