package io.dodil.buildsecrets.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTextTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "a\u001b[2J,a?[2J",
        "\u009b2J,?2J",
        "\u202eemca,?emca",
        "ac\u200bme,ac?me",
        "`a\r\nb`,a??b",
        "stra\u00dfe,stra?e",
        "\ud83d\ude00,?",
        "a\ud83d,a?",
        "a\u007fb,a?b",
      })
  void replacesWhatIsNotPrintableAscii(String text, String printable) {
    assertThat(PrintableText.of(text)).isEqualTo(printable);
  }

  @Test
  void leavesPrintableAsciiAsItIs() {
    var text = " !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~";

    assertThat(PrintableText.of(text)).isEqualTo(text);
  }
}
