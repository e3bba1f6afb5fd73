namespace Consumer;

/// <summary>What must hold; the first thing that does not ends the program.</summary>
internal static class Check
{
    public static int Count { get; private set; }

    public static void That(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Not so: {what}.");
        }

        Count++;
        Console.WriteLine($"ok  {what}");
    }
}
