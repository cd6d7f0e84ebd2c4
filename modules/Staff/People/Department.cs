using Platform.Model;

namespace Staff.People;

/// <summary>A department of the company, from its company file.</summary>
sealed class Department : Aggregate
{
    Department() { }

    internal Department(string key, string name, int order) => (Key, Name, Order) = (key, name, order);

    public string Key { get; private set; } = "";
    public string Name { get; private set; } = "";
    public int Order { get; private set; }

    internal void Change(string name, int order) => (Name, Order) = (name, order);
}
