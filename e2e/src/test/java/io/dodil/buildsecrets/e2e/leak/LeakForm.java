package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// How a secret may be written down.
enum LeakForm {
  RAW {
    @Override
    List<String> write(String secret) {
      return List.of(secret);
    }
  },
  JSON {
    @Override
    List<String> write(String secret) {
      return List.of(json(LITERAL, secret), json(ASCII, secret));
    }
  },
  URL {
    @Override
    List<String> write(String secret) {
      var form = URLEncoder.encode(secret, UTF_8);
      return List.of(form, form.replace("+", "%20"));
    }
  },
  BASE64 {
    @Override
    List<String> write(String secret) {
      return aligned(Base64.getEncoder(), secret);
    }
  },
  BASE64_URL {
    @Override
    List<String> write(String secret) {
      return aligned(Base64.getUrlEncoder(), secret);
    }
  },
  HEXADECIMAL {
    @Override
    List<String> write(String secret) {
      return List.of(HEX.formatHex(secret.getBytes(UTF_8)));
    }

    @Override
    boolean isHexadecimal() {
      return true;
    }
  },
  DIGEST_HEXADECIMAL {
    @Override
    List<String> write(String secret) {
      return digests(secret).map(HEX::formatHex).toList();
    }

    @Override
    boolean isHexadecimal() {
      return true;
    }
  },
  DIGEST_BASE64 {
    @Override
    List<String> write(String secret) {
      return digests(secret).map(Base64.getEncoder()::encodeToString).toList();
    }
  };

  private static final HexFormat HEX = HexFormat.of();
  private static final JsonMapper LITERAL = new JsonMapper();
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /// One or several ways of this form.
  abstract List<String> write(String secret);

  boolean isHexadecimal() {
    return false;
  }

  static byte[] bytes(String hexadecimal) {
    return HEX.parseHex(hexadecimal);
  }

  private static String json(JsonMapper mapper, String secret) {
    try {
      var quoted = mapper.writeValueAsString(secret);
      return quoted.substring(1, quoted.length() - 1);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Wherever it begins in what is encoded; whole groups of it alone, the rest depends on what is
  /// around.
  private static List<String> aligned(Base64.Encoder encoder, String secret) {
    var bytes = secret.getBytes(UTF_8);
    return Stream.of(0, 1, 2)
        .map(from -> Arrays.copyOfRange(bytes, from, bytes.length))
        .map(part -> Arrays.copyOf(part, part.length / 3 * 3))
        .map(encoder::encodeToString)
        .toList();
  }

  private static Stream<byte[]> digests(String secret) {
    return Stream.of("MD5", "SHA-1", "SHA-256")
        .map(
            algorithm -> {
              try {
                return MessageDigest.getInstance(algorithm).digest(secret.getBytes(UTF_8));
              } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
              }
            });
  }
}
