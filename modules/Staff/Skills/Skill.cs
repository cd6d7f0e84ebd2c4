using Platform.Model;

namespace Staff.Skills;

/// <summary>A skill that the company knows, from its company file.</summary>
sealed class Skill : Aggregate
{
    Skill() { }

    internal Skill(string key, string name, bool certificate) => (Key, Name, Certificate) = (key, name, certificate);

    public string Key { get; private set; } = "";
    public string Name { get; private set; } = "";
    /// <summary>Nobody may be credited with it without a certificate (电工证, 特种设备作业证).</summary>
    public bool Certificate { get; private set; }

    internal void Change(string name, bool certificate) => (Name, Certificate) = (name, certificate);
}
