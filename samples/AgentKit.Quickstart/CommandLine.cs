using System.Globalization;
using AgentKit.Quickstart.Loading;

namespace AgentKit.Quickstart;

/// <summary>What was asked for on the command line.</summary>
internal sealed record CommandLine
{
    public const string Help = """
        Stores recorded conversations through AgentKit and reads them back.

        dotnet run --project samples/AgentKit.Quickstart -- [files or folders] [options]

          files or folders        conversations as .json, .jsonl or .ndjson; those of the sample if none is given
          --workers <n>           how many workers load at once, 1 to 64; 8 by default
          --connection <string>   a PostgreSQL database to work in, in a schema of its own that is dropped at the end;
                                  by default a throw-away server is started
          --price <in>/<out>      dollars per million input and output tokens, such as 2.50/10; by default a table by model
          --help                  this text

        """;

    private const int MaxWorkers = 64;

    public static string ShippedConversations { get; } = Path.Combine(AppContext.BaseDirectory, "conversations");

    public IReadOnlyList<string> Paths { get; private init; } = [];

    public int Workers { get; private init; } = 8;

    public string? ConnectionString { get; private init; }

    public PriceTable Prices { get; private init; } = PriceTable.Default;

    public bool ShowHelp { get; private init; }

    /// <exception cref="UsageException">An option is unknown, or its value is missing or wrong.</exception>
    public static CommandLine Parse(IEnumerable<string> args)
    {
        var options = new CommandLine();
        var remaining = new Queue<string>(args);
        while (remaining.TryDequeue(out var argument))
        {
            options = argument switch
            {
                "--help" or "-h" => options with { ShowHelp = true },
                "--workers" => options with { Workers = ToWorkers(ValueOf(argument, remaining)) },
                "--connection" => options with { ConnectionString = ValueOf(argument, remaining) },
                "--price" => options with { Prices = ToPrices(ValueOf(argument, remaining)) },
                ['-', ..] => throw new UsageException($"There is no option {argument}. Try --help."),
                _ => options with { Paths = [.. options.Paths, argument] },
            };
        }

        return options.Paths.Count > 0 ? options : options with { Paths = [ShippedConversations] };
    }

    private static string ValueOf(string option, Queue<string> remaining) =>
        remaining.TryDequeue(out var value) ? value : throw new UsageException($"{option} needs a value.");

    private static int ToWorkers(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers is >= 1 and <= MaxWorkers
            ? workers
            : throw new UsageException($"--workers must be a number from 1 to {MaxWorkers}.");

    private static PriceTable ToPrices(string value)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint;
        return value.Split('/') is [var input, var output]
            && decimal.TryParse(input, style, CultureInfo.InvariantCulture, out var inputPrice)
            && decimal.TryParse(output, style, CultureInfo.InvariantCulture, out var outputPrice)
                ? PriceTable.Of(inputPrice, outputPrice)
                : throw new UsageException("--price must be two numbers, such as 2.50/10.");
    }
}
