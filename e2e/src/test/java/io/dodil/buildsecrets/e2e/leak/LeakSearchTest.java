package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeakSearchTest {

  private final Canaries canaries = new Canaries(7);
  private final String secret = canaries.text("secret");
  private final LeakSearch search = canaries.search();

  @ParameterizedTest
  @EnumSource
  void findsEachForm(LeakForm form) {
    assertThat(form.write(secret))
        .isNotEmpty()
        .allSatisfy(written -> assertThat(search.find(("a" + written).getBytes(UTF_8))).hasSize(1));
  }

  @Test
  void findsEachPieceOfEight() {
    for (int i = 0; i + 8 <= secret.length(); i++) {
      var piece = secret.substring(i, i + 8);
      var bytes = piece.getBytes(UTF_8);
      var forms =
          Stream.of(
              piece,
              Base64.getEncoder().encodeToString(bytes),
              HexFormat.of().withUpperCase().formatHex(bytes));
      assertThat(forms)
          .allSatisfy(form -> assertThat(search.find(form.getBytes(UTF_8))).hasSize(1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void findsItInsideOfWhatIsEncodedAsAWhole(int before) {
    var login = "u".repeat(before) + secret + "after";

    assertThat(search.find(Base64.getEncoder().encode(login.getBytes(UTF_8)))).hasSize(1);
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    var other = new Canaries(8);
    var text =
        Stream.of(LeakForm.values()).flatMap(f -> f.write(other.text("other")).stream()).toList();

    assertThat(search.find((text + secret.substring(0, 7)).getBytes(UTF_8))).isEmpty();
  }
}
