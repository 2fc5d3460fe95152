import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Runs Kafka's own commands one after the other in one JVM: each line is a class and its arguments, tabs between. */
public class KafkaTools {
  public static void main(String[] none) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines().toList();
    for (String line : lines) {
      String[] words = line.split("\t");
      String[] arguments = Arrays.copyOfRange(words, 1, words.length);
      Class.forName(words[0]).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }
  }
}
