namespace AgentKit.Tests.Histories.Checking;

/// <summary>The least that a number which only rises must be, by what was answered before.</summary>
internal sealed class Floor
{
    private readonly List<long> _times = [];
    private readonly List<long> _values = [];

    public Floor(IEnumerable<(long Ended, long Value)> answers)
    {
        var highest = long.MinValue;
        foreach (var (ended, value) in answers.OrderBy(answer => answer.Ended))
        {
            if (value > highest)
            {
                highest = value;
                _times.Add(ended);
                _values.Add(value);
            }
        }
    }

    /// <summary>What everybody must see who begins at this time; 0 before the first answer.</summary>
    public long At(long begun)
    {
        var index = _times.BinarySearch(begun);
        index = index >= 0 ? index - 1 : ~index - 1;
        return index >= 0 ? _values[index] : 0;
    }
}
