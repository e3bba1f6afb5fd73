namespace AgentKit.Tests.Histories.Acting;

/// <summary>What the actors of a realm know of and quarrel about. Only the latest few are kept, so that they meet.</summary>
internal sealed class Pool<T>(int size)
{
    private readonly List<T> _items = [];

    public void Add(T item)
    {
        lock (_items)
        {
            if (_items.Count == size)
            {
                _items.RemoveAt(0);
            }

            _items.Add(item);
        }
    }

    public bool TryPick(Random random, out T item)
    {
        lock (_items)
        {
            item = _items.Count == 0 ? default! : _items[random.Next(_items.Count)];
            return _items.Count > 0;
        }
    }
}
