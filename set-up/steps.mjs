/** @typedef {(what: string, why: string) => void} Say */
