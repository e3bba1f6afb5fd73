using System.Text;
using AgentKit.Tests.Histories.Faulting;
using AgentKit.Tests.Histories.Recording;

namespace AgentKit.Tests.Histories;

/// <summary>Counts calls over all rounds, by kind and by outcome.</summary>
internal sealed class Figures
{
    private readonly SortedDictionary<string, long[]> _calls = new(StringComparer.Ordinal);

    public int Rounds { get; private set; }

    public long Violations { get; private set; }

    public long Done => Sum(Outcome.Done);

    public long Unknown => Sum(Outcome.Unknown);

    public void Add(Verdict verdict)
    {
        Rounds++;
        Violations += verdict.Violations.Count;
        foreach (var call in verdict.History.All)
        {
            var type = call.What.GetType();
            var name = $"{type.DeclaringType!.Name}.{type.Name}";
            if (!_calls.TryGetValue(name, out var counts))
            {
                _calls.Add(name, counts = new long[Enum.GetValues<Outcome>().Length]);
            }

            counts[(int)call.Outcome]++;
        }
    }

    public string ToText(FaultCounts faults)
    {
        var text = new StringBuilder();
        text.AppendLine($"{Rounds} rounds, {_calls.Values.Sum(counts => counts.Sum())} calls: {Done} done, {Sum(Outcome.Refused)} refused, "
            + $"{Unknown} unknown; {faults.Total} faults; {Violations} violations");
        text.AppendLine($"Faults: {faults}");
        foreach (var (name, counts) in _calls)
        {
            text.AppendLine($"{name}: {string.Join(", ", Enum.GetValues<Outcome>().Where(o => counts[(int)o] > 0).Select(o => $"{counts[(int)o]} {o}"))}");
        }

        return text.ToString();
    }

    private long Sum(Outcome outcome) => _calls.Values.Sum(counts => counts[(int)outcome]);
}
